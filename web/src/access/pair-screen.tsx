import { Button, Divider, Stack, Text, TextInput } from '@mantine/core';
import { IconDeviceIpad } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { client } from '../api/client.ts';
import { type Problem, problemOf } from '../api/problem.ts';
import { useMay } from '../api/session.ts';
import type { AccessPoint } from '../api/types.ts';
import { PageHeading } from '../shared/page-heading.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { StandalonePage } from '../shared/standalone-page.tsx';

interface PairScreenProps {
  front: AccessPoint;
  onPaired: () => void;
}

/** A kiosk opened in a browser that is no screen of it: asks for the code that makes it one. */
export function PairScreen({ front, onPaired }: PairScreenProps) {
  const mayPair = useMay('access_points.write');
  const [code, setCode] = useState('');
  const { pair, busy, problem } = usePairing(onPaired);
  useCodeInAddress(pair);
  return (
    <StandalonePage>
      <title>{`Pair a screen · ${front.name}`}</title>
      <div className="sp-card" style={{ padding: 'clamp(22px, 5vw, 36px)' }}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (code.trim()) void pair(code);
          }}
        >
          <Stack gap="md">
            <Stack gap={6} align="center" ta="center">
              <IconDeviceIpad size={40} stroke={1.4} aria-hidden="true" />
              <PageHeading ta="center">Pair this screen</PageHeading>
              <Text c="dimmed">
                {front.name} works only on screens that were paired with it. Whoever manages access points
                makes a code in the panel, under Settings, Access points.
              </Text>
            </Stack>
            <TextInput
              label="Code"
              size="lg"
              placeholder="ABCD-EFGH"
              maxLength={12}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              autoFocus
              styles={{ input: { textAlign: 'center', letterSpacing: '0.12em', textTransform: 'uppercase' } }}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
            <ProblemNote problem={problem} />
            <Button type="submit" size="lg" loading={busy} disabled={!code.trim()}>
              Pair
            </Button>
            {mayPair ? <PairHere front={front} onCode={(made) => void pair(made)} /> : null}
          </Stack>
        </form>
      </div>
    </StandalonePage>
  );
}

/** Whoever may make a code, and sits at the very screen, need not type one. */
function PairHere({ front, onCode }: { front: AccessPoint; onCode: (code: string) => void }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const press = async () => {
    const { data, error } = await client.POST('/api/access-points/{id}/pairing-codes', {
      params: { path: { id: front.id } },
      body: { name: `Screen at ${front.name}`.slice(0, 80) },
    });
    setProblem(data ? null : problemOf(error));
    if (data) onCode(data.code);
  };
  return (
    <>
      <Divider label="You may pair it yourself" />
      <Button variant="default" size="lg" onClick={() => void press()}>
        Pair this browser
      </Button>
      <ProblemNote problem={problem} />
    </>
  );
}

function usePairing(onPaired: () => void) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const pair = useCallback(
    async (code: string) => {
      setBusy(true);
      const { error } = await client.POST('/api/screens', { body: { code } });
      setBusy(false);
      setProblem(error ? problemOf(error) : null);
      if (!error) onPaired();
    },
    [onPaired],
  );
  return { pair, busy, problem };
}

/** A code that was scanned stands behind the #; it is taken out of the address bar and used at once. */
function useCodeInAddress(pair: (code: string) => Promise<void>): void {
  const taken = useRef(false);
  useEffect(() => {
    const code = window.location.hash.slice(1);
    if (!code || taken.current) return;
    taken.current = true;
    window.history.replaceState(window.history.state, '', window.location.pathname);
    void pair(decodeURIComponent(code));
  }, [pair]);
}
