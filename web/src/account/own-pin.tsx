import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { client } from '../api/client.ts';
import { Section } from '../shared/section.tsx';
import { DuressMenu } from './duress-menu.tsx';
import { MakeOnceDialog } from './make-once-dialog.tsx';

/** One's own PIN: made anew by chance, for whoever was given one. */
export function OwnPin({ hasPin }: { hasPin: boolean }) {
  const [making, setMaking] = useState<'ordinary' | 'duress' | null>(null);
  const twin = making === 'duress';
  return (
    <Section
      title="Your PIN"
      description="Typed at a keypad. Sallyport makes it for you, so that nobody can find out the PINs of others by trying."
      side={
        hasPin ? (
          <DuressMenu
            label="More about the PIN"
            action="Make one for duress"
            onDuress={() => setMaking('duress')}
          />
        ) : null
      }
    >
      {hasPin ? (
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setMaking('ordinary')}>
            Make a new PIN
          </Button>
        </Group>
      ) : (
        <Text c="dimmed" size="sm">
          You have no PIN. Whoever manages people here can give you one.
        </Text>
      )}
      {making ? (
        <MakeOnceDialog
          title={twin ? 'Make a PIN for duress' : 'Make a new PIN'}
          explanation={
            twin
              ? 'A second PIN. It lets you pass as your own does, and whoever receives silent alarms here is told that you are under threat. One that you made for this before opens nothing any more.'
              : 'The PIN you have now opens nothing any more.'
          }
          action="Make it"
          make={() => client.POST('/api/me/pin', { body: { duress: twin } })}
          show={({ pin }) => <NewPin pin={pin} />}
          onClose={() => setMaking(null)}
        />
      ) : null}
    </Section>
  );
}

const NewPin = ({ pin }: { pin: string }) => (
  <Stack align="center" gap="xs">
    <Text fz={40} fw={650} ff="monospace" lts="0.12em" data-testid="new-pin">
      {pin}
    </Text>
    <Text size="sm" c="dimmed" ta="center">
      Learn it by heart: it is shown only now.
    </Text>
  </Stack>
);
