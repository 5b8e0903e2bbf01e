import { Anchor, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { api } from '../api/client.ts';
import { sessionQuery } from '../api/session.ts';
import { LoadingPage } from '../shared/loading-page.tsx';
import { PageHeading } from '../shared/page-heading.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { StandalonePage } from '../shared/standalone-page.tsx';
import { AdministratorStep } from './administrator-step.tsx';
import { DoneStep } from './done-step.tsx';
import { FaceStep } from './face-step.tsx';
import { MailStep } from './mail-step.tsx';
import { takeSetupToken } from './setup-token.ts';
import { WelcomeStep } from './welcome-step.tsx';
import { WizardSteps } from './wizard-steps.tsx';

const STEPS = ['Administrator', 'Face', 'Mail', 'Ready'];
type Step = 'welcome' | 'administrator' | 'face' | 'mail' | 'done';
const INDEX: Record<Step, number> = { welcome: -1, administrator: 0, face: 1, mail: 2, done: 3 };

export function SetupPage() {
  const token = useToken();
  const status = api.useQuery('get', '/api/status');
  const session = useQuery(sessionQuery);
  const [chosen, setChosen] = useState<Step | null>(null);

  if (status.error)
    return <Framed>{<ProblemNote problem={status.error} onRetry={() => void status.refetch()} />}</Framed>;
  if (!status.data || session.isPending) return <LoadingPage />;
  if (status.data.setUp && chosen !== 'done') return <AlreadySetUp />;

  // A page that was loaded anew goes on after the administrator, who is signed in by then.
  const step = chosen ?? (session.data ? 'face' : 'welcome');
  if (!session.data && !token) return <NoToken />;
  return (
    <StandalonePage width={step === 'welcome' ? 560 : 640}>
      {step === 'welcome' ? null : <WizardSteps steps={STEPS} current={INDEX[step]} />}
      <div className="sp-card" style={{ padding: 'clamp(22px, 5vw, 40px)' }} key={step}>
        {step === 'welcome' ? <WelcomeStep onNext={() => setChosen('administrator')} /> : null}
        {step === 'administrator' ? (
          <AdministratorStep token={token ?? ''} onNext={() => setChosen('face')} />
        ) : null}
        {step === 'face' && session.data ? (
          <FaceStep
            personId={session.data.person.id}
            onBack={token ? () => setChosen('administrator') : null}
            onNext={() => setChosen('mail')}
          />
        ) : null}
        {step === 'mail' && session.data ? (
          <MailStep
            personId={session.data.person.id}
            onBack={() => setChosen('face')}
            onNext={() => setChosen('done')}
          />
        ) : null}
        {step === 'done' ? <DoneStep /> : null}
      </div>
    </StandalonePage>
  );
}

/** A second link opened in the same tab changes only the part after #: that counts too. */
function useToken(): string | null {
  const { hash } = useLocation();
  const [token, setToken] = useState(takeSetupToken);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hash is read where it stands
  useEffect(() => setToken(takeSetupToken()), [hash]);
  return token;
}

function Framed({ children }: { children: React.ReactNode }) {
  return (
    <StandalonePage width={520}>
      <div className="sp-card" style={{ padding: 'clamp(22px, 5vw, 36px)' }}>
        {children}
      </div>
    </StandalonePage>
  );
}

function AlreadySetUp() {
  return (
    <Framed>
      <Stack gap="sm">
        <PageHeading>Set-up is finished</PageHeading>
        <Text>This link has done its work and is void.</Text>
        <Anchor component={Link} to="/sign-in">
          Go to the sign-in page
        </Anchor>
      </Stack>
    </Framed>
  );
}

function NoToken() {
  return (
    <Framed>
      <Stack gap="sm">
        <PageHeading>Open the set-up link</PageHeading>
        <Text>
          Setting up needs the one-time link that Sallyport printed when it started. It ends in a long line of
          letters after a # sign; without that part nobody gets in here.
        </Text>
        <Text c="dimmed" size="sm">
          Lost it? On the machine that Sallyport runs on, type <code>bin/sallyport setup</code> for a new one.
        </Text>
      </Stack>
    </Framed>
  );
}
