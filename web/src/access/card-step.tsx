import { Button, Group, Stack, TextInput } from '@mantine/core';
import { IconCreditCard } from '@tabler/icons-react';
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { ReaderWait } from './reader-wait.tsx';
import type { StepProps } from './step-props.ts';

/** A reader types without a pause, though a busy tablet may hear it with some: a key pressed longer ago is no part of it. */
const SIGN_GAP_MS = 500;
const LEAST_SIGNS = 4;

/** A reader on the network reports by itself; one that types like a keyboard is listened to; a number can be typed. */
export function CardStep({ size, busy, control }: StepProps) {
  const [typing, setTyping] = useState(false);
  const { show } = control;
  const send = useCallback((uid: string) => void show({ factor: 'card', uid }), [show]);
  useKeyboardReader(!typing && !busy, send);
  return (
    <Stack gap="md">
      <ReaderWait icon={IconCreditCard} words="Hold your card or fob to the reader" control={control} />
      {typing ? (
        <TypedNumber size={size} busy={busy} onSend={send} />
      ) : (
        <Button
          variant="subtle"
          color="gray"
          size={size === 'kiosk' ? 'lg' : 'sm'}
          onClick={() => setTyping(true)}
        >
          Type the number instead
        </Button>
      )}
    </Stack>
  );
}

function TypedNumber({ size, busy, onSend }: { size: string; busy: boolean; onSend: (uid: string) => void }) {
  const [uid, setUid] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (uid.trim()) onSend(uid.trim());
        setUid('');
      }}
    >
      <Group align="flex-end" wrap="nowrap">
        <TextInput
          label="Card number"
          style={{ flex: 1 }}
          size={size === 'kiosk' ? 'lg' : 'md'}
          maxLength={64}
          autoComplete="off"
          value={uid}
          onChange={(event) => setUid(event.currentTarget.value)}
          data-autofocus
        />
        <Button type="submit" size={size === 'kiosk' ? 'lg' : 'md'} loading={busy} disabled={!uid.trim()}>
          Continue
        </Button>
      </Group>
    </form>
  );
}

/** Collects what a reader types at once and ends with Enter. */
function useKeyboardReader(active: boolean, onNumber: (uid: string) => void): void {
  const read = useRef({ signs: '', at: 0 });
  // Before the words show that ask for the card: what is read at once is heard as well.
  useLayoutEffect(() => {
    if (!active) return;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const { signs, at } = read.current;
      const fresh = event.timeStamp - at > SIGN_GAP_MS;
      if (event.key === 'Enter') {
        read.current = { signs: '', at: 0 };
        if (fresh || signs.length < LEAST_SIGNS) return;
        event.preventDefault();
        onNumber(signs);
      } else if (/^[0-9A-Za-z:-]$/.test(event.key)) {
        read.current = { signs: (fresh ? '' : signs) + event.key, at: event.timeStamp };
      }
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [active, onNumber]);
}
