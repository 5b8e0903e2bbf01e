import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';

interface Question {
  title: string;
  text: ReactNode;
  action: string;
  /** What has to be typed first, for what cannot be undone. */
  typed?: { label: string; value: string };
}

/** Asks before something is destroyed: `if (await ask({ … }))`. Render `dialog` somewhere. */
export function useConfirm() {
  const [question, setQuestion] = useState<Question | null>(null);
  const [typed, setTyped] = useState('');
  const settle = useRef<(sure: boolean) => void>(undefined);

  const ask = (next: Question): Promise<boolean> => {
    setTyped('');
    setQuestion(next);
    return new Promise((done) => {
      settle.current = done;
    });
  };
  const answer = (sure: boolean) => {
    setQuestion(null);
    settle.current?.(sure);
  };
  const ready = !question?.typed || typed.trim() === question.typed.value;
  const dialog = (
    <Modal opened={question !== null} onClose={() => answer(false)} title={question?.title} size={460}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) answer(true);
        }}
      >
        <Stack gap="md">
          <Text component="div">{question?.text}</Text>
          {question?.typed ? (
            <TextInput
              label={question.typed.label}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              data-autofocus
            />
          ) : null}
          <Group justify="flex-end" gap="sm">
            <Button
              variant="default"
              onClick={() => answer(false)}
              data-autofocus={question?.typed ? undefined : true}
            >
              Cancel
            </Button>
            <Button type="submit" color="red" disabled={!ready}>
              {question?.action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
  return { ask, dialog };
}
