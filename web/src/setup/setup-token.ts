const KEPT = 'sallyport.setup-token';

/**
 * Takes the token out of the address bar, so that it stands in no history and on no screenshot.
 * It stays with this tab until set-up is finished, so that loading the page anew loses nothing.
 */
export function takeSetupToken(): string | null {
  const fresh = window.location.hash.slice(1);
  if (fresh.length >= 20) {
    sessionStorage.setItem(KEPT, decodeURIComponent(fresh));
    window.history.replaceState(window.history.state, '', window.location.pathname);
  }
  return sessionStorage.getItem(KEPT);
}

export function dropSetupToken(): void {
  sessionStorage.removeItem(KEPT);
}
