// Runs before the first paint, so that a dark room never gets a white flash.
(() => {
  const key = 'mantine-color-scheme-value';
  let chosen = null;
  try {
    chosen = window.localStorage.getItem(key);
  } catch {
    chosen = null;
  }
  const dark =
    chosen === 'dark' || (chosen !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
