import { Button, PinInput, Stack, Text } from '@mantine/core';
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import { focusQuietly } from '../shared/focus-quietly.ts';
import { useCountdown } from '../shared/use-countdown.ts';

type CodeFactor = 'email_otp' | 'sms_otp';

interface CodeStepProps {
  size: 'panel' | 'kiosk';
  busy: boolean;
  control: {
    challenge: (factor: CodeFactor) => Promise<Record<string, unknown> | null>;
    show: (input: { factor: CodeFactor; code: string }) => Promise<void>;
  };
  onActivity?: (() => void) | undefined;
}

interface Sent {
  to: string;
  resendAfterMs: number;
  /** How often it was asked for: each starts the countdown anew. */
  round: number;
}

const LENGTH = 6;

export const EmailCodeStep = (props: CodeStepProps) => <CodeStep {...props} factor="email_otp" />;
export const SmsCodeStep = (props: CodeStepProps) => <CodeStep {...props} factor="sms_otp" />;

/** Has a code sent as soon as it opens, takes its six digits, and sends another one after a while. */
function CodeStep({ size, busy, control, onActivity, factor }: CodeStepProps & { factor: CodeFactor }) {
  const [sent, setSent] = useState<Sent | null>(null);
  const [code, setCode] = useState('');
  const labelId = useId();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // A field that was shut while the server answered has lost the focus: whoever types goes on typing.
    if (!busy) focusQuietly(form.current?.querySelector('input') ?? null);
  }, [busy]);
  const { ask, asked } = useChallenge(control, factor, setSent);
  const submit = (digits: string) => {
    setCode('');
    void control.show({ factor, code: digits });
  };
  return (
    <Stack gap="md" align="center" ta="center">
      <Text id={labelId} role="status" size={size === 'kiosk' ? 'xl' : 'md'}>
        {sentence(sent, asked, factor)}
      </Text>
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (code.length === LENGTH) submit(code);
        }}
      >
        <Stack gap="md" align="center">
          <PinInput
            length={LENGTH}
            type="number"
            inputMode="numeric"
            oneTimeCode
            autoFocus
            size={size === 'kiosk' ? 'xl' : 'md'}
            gap={size === 'kiosk' ? 'md' : 6}
            placeholder=""
            aria-label="Code"
            getInputProps={(index) => ({ 'aria-label': `Digit ${index + 1} of ${LENGTH}` })}
            value={code}
            disabled={busy}
            onChange={(value) => {
              setCode(value);
              onActivity?.();
            }}
            onComplete={submit}
          />
          <Button
            type="submit"
            size={size === 'kiosk' ? 'xl' : 'md'}
            fullWidth
            loading={busy}
            disabled={code.length < LENGTH}
          >
            Continue
          </Button>
        </Stack>
      </form>
      {sent ? <Resend key={sent.round} sent={sent} size={size} onAgain={ask} /> : null}
      {!sent && asked ? (
        <Button variant="default" onClick={ask} disabled={busy}>
          Try to send it again
        </Button>
      ) : null}
    </Stack>
  );
}

function sentence(sent: Sent | null, asked: boolean, factor: CodeFactor): string {
  const way = factor === 'email_otp' ? 'an e-mail' : 'an SMS';
  if (!sent) return asked ? 'No code could be sent just now.' : `Sending you ${way} …`;
  return `We sent ${way} to ${sent.to}. Type the six digits in it; they are good for ten minutes.`;
}

/** Asked for once by itself; after that by whoever stands here. `asked` = it was tried and nothing came of it. */
function useChallenge(
  control: CodeStepProps['control'],
  factor: CodeFactor,
  onSent: (next: (was: Sent | null) => Sent | null) => void,
) {
  const [asked, setAsked] = useState(false);
  const begun = useRef(false);
  const { challenge } = control;
  const ask = useCallback(async () => {
    const show = await challenge(factor);
    setAsked(true);
    if (!show) return;
    const { sentTo, resendAfterMs } = show;
    onSent((was) => ({
      to: typeof sentTo === 'string' ? sentTo : 'you',
      resendAfterMs: typeof resendAfterMs === 'number' ? resendAfterMs : 30_000,
      round: (was?.round ?? 0) + 1,
    }));
  }, [challenge, factor, onSent]);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void ask();
  }, [ask]);
  return { ask: () => void ask(), asked };
}

function Resend({ sent, size, onAgain }: { sent: Sent; size: CodeStepProps['size']; onAgain: () => void }) {
  const waitS = useCountdown(sent.resendAfterMs);
  return (
    <Stack gap={4} align="center">
      <Text size="sm" c="dimmed">
        {sent.round > 1
          ? 'The code before does not count any more.'
          : 'Nothing came? Look among the unwanted mail.'}
      </Text>
      <Button variant="subtle" size={size === 'kiosk' ? 'lg' : 'sm'} disabled={waitS > 0} onClick={onAgain}>
        {waitS > 0 ? `Send another one in ${waitS} s` : 'Send another one'}
      </Button>
    </Stack>
  );
}
