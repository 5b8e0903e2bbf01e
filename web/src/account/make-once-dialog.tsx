import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { problemOf } from '../api/problem.ts';

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
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const press = async () => {
    setBusy(true);
    const { data, error } = await make();
    setBusy(false);
    setProblem(data ? null : problemOf(error).message);
    if (data) setMade(data);
  };
  return (
    <Modal opened onClose={onClose} title={title} size={460} closeOnClickOutside={made === null}>
      <Stack gap="md">
        {problem ? (
          <Alert color="red" icon={<IconAlertCircle />} role="alert">
            {problem}
          </Alert>
        ) : null}
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
