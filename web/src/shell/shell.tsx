import { AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Suspense, useEffect } from 'react';
import { Outlet, ScrollRestoration, useLocation } from 'react-router';
import type { Session } from '../api/types.ts';
import { NewsProvider } from '../log/news.tsx';
import { LoadingPage } from '../shared/loading-page.tsx';
import { Logo } from '../shared/logo.tsx';
import { ConfirmIdentityDialog } from './confirm-identity-dialog.tsx';
import { NavigationList } from './navigation-list.tsx';
import classes from './shell.module.css';
import { SignedInAs } from './signed-in-as.tsx';

/** The panel's frame: navigation at the side, on a phone behind a button. */
export function Shell({ session }: { session: Session }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere closes the menu
  useEffect(() => close(), [pathname]);
  return (
    <NewsProvider enabled={session.permissions.includes('log.read')}>
      <a href="#main" className="sp-skip">
        Skip to the content
      </a>
      <AppShell
        header={{ height: { base: 60, sm: 0 } }}
        navbar={{ width: 240, breakpoint: 'sm', collapsed: { mobile: !opened } }}
        padding={0}
        withBorder={false}
      >
        <AppShell.Header className={classes.header} hiddenFrom="sm">
          <Group h="100%" px="md" justify="space-between">
            <Logo size={28} />
            <Burger
              opened={opened}
              onClick={toggle}
              size="sm"
              aria-label={opened ? 'Close the menu' : 'Open the menu'}
            />
          </Group>
        </AppShell.Header>
        <AppShell.Navbar className={classes.navbar}>
          <div className={classes.brand}>
            <Logo size={30} />
          </div>
          <NavigationList session={session} />
          <SignedInAs session={session} />
        </AppShell.Navbar>
        <AppShell.Main id="main" tabIndex={-1} className={classes.main}>
          <div className={classes.page}>
            <Suspense fallback={<LoadingPage />}>
              <Outlet />
            </Suspense>
          </div>
        </AppShell.Main>
      </AppShell>
      <ConfirmIdentityDialog />
      <ScrollRestoration
        getKey={(location) => (location.pathname.startsWith('/log') ? '/log' : location.key)}
      />
    </NewsProvider>
  );
}
