import { useCallback, useEffect, useRef, useState } from 'react';
import { client } from '../api/client.ts';
import { type Problem, problemOf } from '../api/problem.ts';
import type { paths } from '../api/schema.d.ts';
import type { Attempt } from '../api/types.ts';
import type { FactorKind } from '../shared/factors.ts';

type FactorBody = paths['/api/attempt/factor']['post']['requestBody']['content']['application/json'];
/** What a challenge says to the browser: a masked address, WebAuthn’s options. */
export type ChallengeShow = Record<string, unknown>;

const REMEMBERED = 'sallyport.attempt';
const DEADLINE_GRACE_MS = 700;

/** An attempt and, by this page's own clock, until when its step waits: the server's clock may differ. */
export interface OpenAttempt {
  attempt: Attempt;
  endsAt: number;
}

export interface AttemptControl {
  open: OpenAttempt | null;
  busy: boolean;
  problem: Problem | null;
  begin: () => Promise<Attempt | null>;
  /** Shows a factor, in an attempt that it begins when there is none yet. */
  show: (input: FactorBody) => Promise<void>;
  /** Has a code sent or a challenge made; null when the attempt ended instead or nothing could be asked. */
  challenge: (factor: FactorKind) => Promise<ChallengeShow | null>;
  take: (attempt: Attempt) => void;
  /** Asks the server how it stands: something may have been shown at a reader. */
  refresh: () => Promise<void>;
  cancel: () => Promise<void>;
}

/** One attempt after the other at one access point. Nothing begins before somebody does something. */
export function useAttempt(accessPointId: string, onOver: (attempt: Attempt) => void): AttemptControl {
  const [open, setOpen] = useState<OpenAttempt | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const over = useRef(onOver);
  over.current = onOver;
  const isOpen = useRef(false);

  const take = useCallback((attempt: Attempt) => {
    setProblem(null);
    if (attempt.status !== 'open' || !attempt.step) {
      sessionStorage.removeItem(REMEMBERED);
      isOpen.current = false;
      setOpen(null);
      over.current(attempt);
      return;
    }
    sessionStorage.setItem(REMEMBERED, attempt.accessPoint.id);
    isOpen.current = true;
    const { timeLimitMs } = attempt.step;
    setOpen((was) =>
      was?.attempt.id === attempt.id && was.attempt.step?.number === attempt.step?.number
        ? { attempt, endsAt: was.endsAt }
        : { attempt, endsAt: Date.now() + timeLimitMs },
    );
  }, []);

  const fail = useCallback((error: unknown) => {
    const found = problemOf(error);
    if (found.code === 'attempt_over') {
      isOpen.current = false;
      setOpen(null);
    }
    setProblem(found);
  }, []);

  const begin = useCallback(async () => {
    setBusy(true);
    setProblem(null);
    const { data, error } = await client.POST('/api/access-points/{id}/attempts', {
      params: { path: { id: accessPointId } },
    });
    setBusy(false);
    if (!data) {
      fail(error);
      return null;
    }
    take(data);
    return data.status === 'open' ? data : null;
  }, [accessPointId, take, fail]);

  const show = useCallback(
    async (input: FactorBody) => {
      const attempt = open?.attempt ?? (await begin());
      if (!attempt) return;
      setBusy(true);
      const { data, error } = await client.POST('/api/attempt/factor', { body: input });
      setBusy(false);
      if (data) take(data);
      else fail(error);
    },
    [open, begin, take, fail],
  );

  const challenge = useCallback(
    async (factor: FactorKind) => {
      const attempt = open?.attempt ?? (await begin());
      if (!attempt) return null;
      setBusy(true);
      const { data, error } = await client.POST('/api/attempt/challenge', { body: { factor } });
      setBusy(false);
      if (!data) {
        fail(error);
        return null;
      }
      take(data.attempt);
      return data.show;
    },
    [open, begin, take, fail],
  );

  const refresh = useCallback(async () => {
    const { data } = await client.GET('/api/attempt');
    if (data && isOpen.current) take(data);
  }, [take]);

  const cancel = useCallback(async () => {
    isOpen.current = false;
    sessionStorage.removeItem(REMEMBERED);
    setOpen(null);
    setProblem(null);
    const { data } = await client.DELETE('/api/attempt');
    if (data) take(data);
  }, [take]);

  useEffect(
    () => () => {
      // Somebody went back in the middle: the attempt must not wait for a face that will not come.
      if (!isOpen.current) return;
      sessionStorage.removeItem(REMEMBERED);
      void client.DELETE('/api/attempt');
    },
    [],
  );

  useResume(accessPointId, take);
  useDeadline(open, take);
  return { open, busy, problem, begin, show, challenge, take, refresh, cancel };
}

/** A page that was loaded anew in the middle goes on where it was. */
function useResume(accessPointId: string, take: (attempt: Attempt) => void): void {
  useEffect(() => {
    if (sessionStorage.getItem(REMEMBERED) !== accessPointId) return;
    sessionStorage.removeItem(REMEMBERED);
    void client.GET('/api/attempt').then(({ data }) => {
      if (data?.status === 'open' && data.accessPoint.id === accessPointId) take(data);
    });
  }, [accessPointId, take]);
}

/** When the time of a step has run out, the server says how it ended. */
function useDeadline(open: OpenAttempt | null, take: (attempt: Attempt) => void): void {
  useEffect(() => {
    if (!open) return;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      const { data } = await client.GET('/api/attempt');
      if (data?.id === open.attempt.id) take(data);
      timer = setTimeout(ask, 1_500);
    };
    timer = setTimeout(ask, Math.max(0, open.endsAt - Date.now()) + DEADLINE_GRACE_MS);
    return () => clearTimeout(timer);
  }, [open, take]);
}
