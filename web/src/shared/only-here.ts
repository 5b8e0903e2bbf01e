/** Whether no other device finds this server under that name. */
export const isOnlyHere = (hostname: string): boolean => /^(localhost|127\..*|\[::1\])$/.test(hostname);
