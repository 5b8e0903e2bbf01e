import { Anchor, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { FactList } from '../shared/fact-list.tsx';
import { Logo } from '../shared/logo.tsx';
import { Section } from '../shared/section.tsx';

/** The description of the API also says which version answers. */
function useVersion() {
  return useQuery({
    queryKey: ['version'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<string> => {
      const answer = await fetch('/api/openapi.json');
      const body = (await answer.json()) as { info?: { version?: string } };
      return body.info?.version ?? 'unknown';
    },
  });
}

export function About() {
  const version = useVersion();
  return (
    <Section title="About">
      <Logo size={34} />
      <Text c="dimmed" maw={560}>
        Decides who may pass, at a screen or at a door, and tells the right people when somebody may not. It
        runs on your own machine, and nothing leaves it but the alerts that you asked for.
      </Text>
      <FactList
        facts={[
          ['Version', version.isPending ? <Skeleton key="v" h={18} w={60} /> : (version.data ?? 'unknown')],
          [
            'For programmers',
            <Anchor key="api" href="/api/openapi.json" target="_blank" rel="noreferrer" inherit>
              The API, described as OpenAPI 3.1
            </Anchor>,
          ],
          ['Licence', 'MIT'],
        ]}
      />
    </Section>
  );
}
