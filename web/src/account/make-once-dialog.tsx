import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { type Problem, problemOf } from '../api/problem.ts';
import { ProblemNote } from '../shared/problem-note.tsx';

interface MakeOnceDialogProps<Made> {
  title: string;
  /** What will come of it, before it is made. */
  explanation: string;
  action: string;
  make: () => Promise<{ data?: Made; error?: unknown }>;
  show: (made: Made) => ReactNode;
  onClose: () => void;
}

/** Makes something that is shown now and never again; closing it by a stray click would lose it. */
export function MakeOnceDialog<Made>(props: MakeOnceDialogProps<Made>) {
  const { title, explanation, action, make, show, onClose } = props;
  const [made, setMade] = useState<Made | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const press = async () => {
    setBusy(true);
    const { data, error } = await make();
    setBusy(false);
    setProblem(data ? null : problemOf(error));
    if (data) setMade(data);
  };
  return (
    <Modal opened onClose={onClose} title={title} size={460} closeOnClickOutside={made === null}>
      <Stack gap="md">
        <ProblemNote problem={problem} />
        {made === null ? <Text>{explanation}</Text> : show(made)}
        <Group justify="flex-end">
          {made === null ? (
            <>
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button loading={busy} onClick={() => void press()}>
                {action}
              </Button>
            </>
          ) : (
            <Button onClick={onClose}>I have kept it</Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
