import { Alert } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';

/** A server that is newer than this page asks for something the page does not know. */
export function UnknownStep() {
  return (
    <Alert icon={<IconInfoCircle />} role="alert">
      This page does not know what is asked for here. Load it again.
    </Alert>
  );
}
