/** One rise and fall of the tone, s. */
const SWEEP_S = 1.2;
const [LOW_HZ, HIGH_HZ] = [620, 1_180];
/** Soft edges, so that nothing clicks. */
const FADE_S = 0.08;

/** A two-tone siren of the browser’s own making; returns what ends it. Silent where the browser has no sound. */
export function startSiren(): () => void {
  if (typeof AudioContext === 'undefined') return () => undefined;
  const context = new AudioContext();
  const volume = context.createGain();
  volume.gain.setValueAtTime(0, context.currentTime);
  volume.gain.linearRampToValueAtTime(0.35, context.currentTime + FADE_S);
  volume.connect(context.destination);
  const tone = context.createOscillator();
  tone.type = 'sawtooth';
  const sweep = () => {
    const now = context.currentTime;
    tone.frequency.setValueAtTime(LOW_HZ, now);
    tone.frequency.linearRampToValueAtTime(HIGH_HZ, now + SWEEP_S / 2);
    tone.frequency.linearRampToValueAtTime(LOW_HZ, now + SWEEP_S);
  };
  sweep();
  tone.connect(volume);
  tone.start();
  void context.resume();
  const timer = setInterval(sweep, SWEEP_S * 1_000);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

/** Says it aloud, and again after a pause; returns what silences it. */
export function speak(words: string, everyMs: number): () => void {
  if (typeof speechSynthesis === 'undefined') return () => undefined;
  const say = () => {
    const spoken = new SpeechSynthesisUtterance(words);
    spoken.lang = 'en';
    spoken.rate = 0.95;
    speechSynthesis.speak(spoken);
  };
  say();
  const timer = setInterval(say, everyMs);
  return () => {
    clearInterval(timer);
    speechSynthesis.cancel();
  };
}
