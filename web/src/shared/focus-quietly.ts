/** Moves the focus without scrolling; a page inside another one does not take it away from there. */
export function focusQuietly(element: HTMLElement | null): void {
  if (window.top === window || document.hasFocus()) element?.focus({ preventScroll: true });
}
