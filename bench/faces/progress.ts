const BAR_WIDTH = 30;

/** A bar that is drawn over on a terminal, and a line per tenth elsewhere. */
export function progressOf(label: string): (done: number, total: number) => void {
  const startedMs = performance.now();
  return (done, total) => {
    const tenth = Math.ceil(total / 10);
    if (!process.stderr.isTTY && done % tenth !== 0 && done !== total) return;
    const filled = Math.round((BAR_WIDTH * done) / total);
    const bar = '#'.repeat(filled).padEnd(BAR_WIDTH, '.');
    const leftS = (((performance.now() - startedMs) / done) * (total - done)) / 1000;
    const end = process.stderr.isTTY && done < total ? '' : '\n';
    process.stderr.write(`\r${label} [${bar}] ${done}/${total}, ${leftS.toFixed(0)} s left  ${end}`);
  };
}
