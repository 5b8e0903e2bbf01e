/** One line that says how far something is, on the error stream so that results can be piped; from two seconds on. */
export function createProgressLine(words: (done: number, total: number) => string) {
  const startedMs = Date.now();
  let shownMs = 0;
  return {
    show(done: number, total: number) {
      const nowMs = Date.now();
      const everyMs = process.stderr.isTTY ? 200 : 10_000;
      if (nowMs - startedMs < 2000 || (nowMs - shownMs < everyMs && done < total)) return;
      shownMs = nowMs;
      process.stderr.write(
        process.stderr.isTTY ? `\r\u001b[K${words(done, total)}` : `${words(done, total)}\n`,
      );
    },
    end() {
      if (shownMs > 0 && process.stderr.isTTY) process.stderr.write('\n');
    },
  };
}
