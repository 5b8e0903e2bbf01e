import { Text } from '@mantine/core';
import { isOnlyHere } from './only-here.ts';

/** Beside an address that is to be opened on a tablet: says so where the tablet would not find it. */
export function OnlyHereNote() {
  if (!isOnlyHere(window.location.hostname)) return null;
  return (
    <Text size="sm" c="dimmed">
      That address is this machine’s own. For a tablet, start Sallyport with --lan and open the panel by the
      address that it prints.
    </Text>
  );
}
