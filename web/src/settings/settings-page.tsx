import { ScrollArea, Stack, Tabs, Text } from '@mantine/core';
import {
  IconClock,
  IconDoor,
  IconFaceId,
  IconInfoCircle,
  IconKey,
  IconMail,
  IconMessage,
  IconNfc,
} from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { Navigate, useNavigate, useParams } from 'react-router';
import { useMay } from '../api/session.ts';
import { SealingSection } from '../sealing/sealing-section.tsx';
import { PageHeading } from '../shared/page-heading.tsx';
import { PageTop } from '../shared/page-top.tsx';
import { About } from './about.tsx';
import { AccessPoints } from './access-points.tsx';
import { FaceSection } from './face-section.tsx';
import { MailSection } from './mail-section.tsx';
import { NoticesSection } from './notices-section.tsx';
import { Readers } from './readers.tsx';
import { Screens } from './screens.tsx';
import { SessionsSection } from './sessions-section.tsx';

export function SettingsPage() {
  const { section } = useParams();
  const navigate = useNavigate();
  const tabs = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a narrow screen the tabs scroll: the chosen one must be in sight.
    if (section)
      tabs.current
        ?.querySelector('[aria-selected=true]')
        ?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [section]);
  const seesMail = useMay('settings.read');
  const seesSealing = useMay('sealing.write');
  const sections = [
    ...(seesMail ? ['mail', 'messages', 'faces', 'sessions'] : []),
    'access-points',
    'readers',
    ...(seesSealing ? ['sealing'] : []),
    'about',
  ];
  if (!section || !sections.includes(section)) return <Navigate to={`/settings/${sections[0]}`} replace />;
  return (
    <>
      <PageTop>
        <PageHeading>Settings</PageHeading>
        <Text c="dimmed">How alerts go out, how sure a face must be, and where people pass.</Text>
      </PageTop>
      <Tabs value={section} onChange={(value) => void navigate(`/settings/${value}`)} keepMounted={false}>
        <ScrollArea type="never" mb="lg">
          <Tabs.List
            ref={tabs}
            aria-label="Sections of the settings"
            style={{ flexWrap: 'nowrap', minWidth: 'max-content' }}
          >
            {seesMail ? (
              <Tabs.Tab value="mail" leftSection={<IconMail size={18} aria-hidden="true" />}>
                Mail
              </Tabs.Tab>
            ) : null}
            {seesMail ? (
              <Tabs.Tab value="messages" leftSection={<IconMessage size={18} aria-hidden="true" />}>
                Messages
              </Tabs.Tab>
            ) : null}
            {seesMail ? (
              <Tabs.Tab value="sessions" leftSection={<IconClock size={18} aria-hidden="true" />}>
                Sessions
              </Tabs.Tab>
            ) : null}
            {seesMail ? (
              <Tabs.Tab value="faces" leftSection={<IconFaceId size={18} aria-hidden="true" />}>
                Faces
              </Tabs.Tab>
            ) : null}
            <Tabs.Tab value="access-points" leftSection={<IconDoor size={18} aria-hidden="true" />}>
              Access points
            </Tabs.Tab>
            <Tabs.Tab value="readers" leftSection={<IconNfc size={18} aria-hidden="true" />}>
              Readers
            </Tabs.Tab>
            {seesSealing ? (
              <Tabs.Tab value="sealing" leftSection={<IconKey size={18} aria-hidden="true" />}>
                Sealing
              </Tabs.Tab>
            ) : null}
            <Tabs.Tab value="about" leftSection={<IconInfoCircle size={18} aria-hidden="true" />}>
              About
            </Tabs.Tab>
          </Tabs.List>
        </ScrollArea>
        {seesMail ? (
          <Tabs.Panel value="mail">
            <MailSection />
          </Tabs.Panel>
        ) : null}
        {seesMail ? (
          <Tabs.Panel value="messages">
            <NoticesSection />
          </Tabs.Panel>
        ) : null}
        {seesMail ? (
          <Tabs.Panel value="sessions">
            <SessionsSection />
          </Tabs.Panel>
        ) : null}
        {seesMail ? (
          <Tabs.Panel value="faces">
            <FaceSection />
          </Tabs.Panel>
        ) : null}
        <Tabs.Panel value="readers">
          <Readers />
        </Tabs.Panel>
        <Tabs.Panel value="access-points">
          <Stack gap="lg">
            <AccessPoints />
            <Screens />
          </Stack>
        </Tabs.Panel>
        {seesSealing ? (
          <Tabs.Panel value="sealing">
            <SealingSection />
          </Tabs.Panel>
        ) : null}
        <Tabs.Panel value="about">
          <About />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
