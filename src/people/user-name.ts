/**
 * The form in which two user names are the same: NFKC, trimmed, lower case.
 * So “Ada”, “ada ” and a full-width “ａｄａ” are one person.
 */
export function normaliseUserName(userName: string): string {
  return userName.normalize('NFKC').trim().toLowerCase();
}
