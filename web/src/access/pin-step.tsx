import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertCircle, IconArrowRight, IconBackspace } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import classes from './pin-step.module.css';
import type { StepProps } from './step-props.ts';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
const [LEAST, MOST] = [4, 12];

/** A keypad for fingers and for keyboards. What was typed is shown as dots and goes when it is sent. */
export function PinStep({ busy, control, notice, onActivity }: StepProps) {
  const [pin, setPin] = useState('');
  const { show } = control;
  const type = useCallback(
    (digit: string) => {
      onActivity?.();
      setPin((was) => (was.length < MOST ? was + digit : was));
    },
    [onActivity],
  );
  const erase = useCallback(() => setPin((was) => was.slice(0, -1)), []);
  const send = useCallback(() => {
    if (pin.length < LEAST || busy) return;
    setPin('');
    void show({ factor: 'pin', pin });
  }, [pin, busy, show]);
  useKeyboard(type, erase, send);

  return (
    <Stack gap="lg" align="stretch">
      {notice ? (
        <Alert color="red" icon={<IconAlertCircle />} role="alert">
          {notice}
        </Alert>
      ) : null}
      <Text ta="center" fw={640} fz="clamp(1.3rem, 3.4vw, 2rem)">
        Type your PIN
      </Text>
      <div className={classes.digits} role="status" aria-label={`${pin.length} digits typed`}>
        {Array.from({ length: Math.max(LEAST, pin.length) }, (_, index) => (
          <span key={String(index)} className={index < pin.length ? classes.dot : classes.slot} />
        ))}
      </div>
      <div className={classes.pad}>
        {[...KEYS, 'erase', '0', 'send'].map((key) => (
          <PadKey key={key} name={key} {...{ type, erase, send, busy }} ready={pin.length >= LEAST} />
        ))}
      </div>
    </Stack>
  );
}

interface PadKeyProps {
  name: string;
  type: (digit: string) => void;
  erase: () => void;
  send: () => void;
  busy: boolean;
  ready: boolean;
}

function PadKey({ name, type, erase, send, busy, ready }: PadKeyProps) {
  const shared = { className: classes.key ?? '', variant: 'default', px: 0 };
  if (name === 'erase')
    return (
      <Button {...shared} onClick={erase} aria-label="Erase the last digit">
        <IconBackspace size={30} />
      </Button>
    );
  if (name === 'send')
    return (
      <Button
        {...shared}
        variant="filled"
        onClick={send}
        loading={busy}
        disabled={!ready}
        aria-label="Continue"
      >
        <IconArrowRight size={30} />
      </Button>
    );
  return (
    <Button {...shared} onClick={() => type(name)}>
      {name}
    </Button>
  );
}

/** Digits, Backspace and Enter, wherever the focus is. */
function useKeyboard(type: (digit: string) => void, erase: () => void, send: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (/^\d$/.test(event.key)) type(event.key);
      else if (event.key === 'Backspace') erase();
      else if (event.key === 'Enter') {
        event.preventDefault();
        send();
      }
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [type, erase, send]);
}
