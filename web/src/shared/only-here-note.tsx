import { Text } from '@mantine/core';

/** Addresses under which no other device finds this server. */
const ONLY_HERE = /^(localhost|127\..*|\[::1\])$/;

/** Beside an address that is to be opened on a tablet: says so where the tablet would not find it. */
export function OnlyHereNote() {
  if (!ONLY_HERE.test(window.location.hostname)) return null;
  return (
    <Text size="sm" c="dimmed">
      That address is this machine’s own. For a tablet, start Sallyport with --lan and open the panel by the
      address that it prints.
    </Text>
  );
}
