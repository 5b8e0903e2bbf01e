import { createBrowserRouter, type RouteObject } from 'react-router';
import { LoadingPage } from './shared/loading-page.tsx';
import { Home } from './shell/home.tsx';
import { Needs } from './shell/needs.tsx';
import { NotFound } from './shell/not-found.tsx';
import { PageCrashed } from './shell/page-crashed.tsx';
import { RequireSession } from './shell/require-session.tsx';

/** Pages that work before anybody is known. */
const open: RouteObject[] = [
  {
    path: '/sign-in',
    lazy: async () => ({ Component: (await import('./access/sign-in-page.tsx')).SignInPage }),
  },
  {
    path: '/kiosk/:id',
    lazy: async () => ({ Component: (await import('./access/kiosk-page.tsx')).KioskPage }),
  },
  {
    path: '/unseal',
    lazy: async () => ({ Component: (await import('./sealing/unseal-page.tsx')).UnsealPage }),
  },
  { path: '/setup', lazy: async () => ({ Component: (await import('./setup/setup-page.tsx')).SetupPage }) },
];

const panel: RouteObject[] = [
  { index: true, Component: Home },
  {
    path: 'me',
    lazy: async () => ({ Component: (await import('./account/account-page.tsx')).AccountPage }),
  },
  {
    path: 'log',
    element: <Needs permission="log.read" />,
    children: [
      {
        lazy: async () => ({ Component: (await import('./log/log-page.tsx')).LogPage }),
        children: [
          { index: true, element: null },
          {
            path: 'attempts/:id',
            lazy: async () => ({ Component: (await import('./log/attempt-drawer.tsx')).AttemptDrawer }),
          },
        ],
      },
    ],
  },
  {
    path: 'people',
    element: <Needs permission="people.read" />,
    children: [
      {
        index: true,
        lazy: async () => ({ Component: (await import('./people/people-page.tsx')).PeoplePage }),
      },
      {
        path: 'groups',
        lazy: async () => ({ Component: (await import('./people/groups-page.tsx')).GroupsPage }),
      },
      {
        path: 'roles',
        lazy: async () => ({ Component: (await import('./roles/roles-page.tsx')).RolesPage }),
      },
      {
        path: ':id',
        lazy: async () => ({ Component: (await import('./people/person-page.tsx')).PersonPage }),
      },
    ],
  },
  {
    path: 'flows',
    element: <Needs permission="access_points.read" />,
    children: [
      { index: true, lazy: async () => ({ Component: (await import('./flows/flows-page.tsx')).FlowsPage }) },
      { path: ':id', lazy: async () => ({ Component: (await import('./flows/flow-page.tsx')).FlowPage }) },
    ],
  },
  {
    path: 'what-if',
    element: <Needs permission="people.read" />,
    children: [
      {
        index: true,
        lazy: async () => ({ Component: (await import('./flows/what-if-page.tsx')).WhatIfPage }),
      },
    ],
  },
  {
    path: 'deliveries',
    element: <Needs permission="deliveries.read" />,
    children: [
      {
        index: true,
        lazy: async () => ({ Component: (await import('./deliveries/deliveries-page.tsx')).DeliveriesPage }),
      },
    ],
  },
  {
    path: 'settings',
    element: <Needs permission="access_points.read" />,
    children: [
      {
        path: ':section?',
        lazy: async () => ({ Component: (await import('./settings/settings-page.tsx')).SettingsPage }),
      },
    ],
  },
];

/** Every page is a chunk of its own, loaded when it is first opened. */
export const router = createBrowserRouter([
  {
    HydrateFallback: LoadingPage,
    ErrorBoundary: PageCrashed,
    children: [
      ...open,
      { path: '/', Component: RequireSession, children: panel },
      { path: '*', Component: NotFound },
    ],
  },
]);
