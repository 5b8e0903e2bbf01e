import { createBrowserRouter } from 'react-router';
import { LoadingPage } from './shared/loading-page.tsx';

/** Every page is a chunk of its own, loaded when it is first opened. */
export const router = createBrowserRouter([
  {
    HydrateFallback: LoadingPage,
    children: [
      {
        path: '/sign-in',
        lazy: async () => ({ Component: (await import('./access/sign-in-page.tsx')).SignInPage }),
      },
      {
        path: '/kiosk/:id',
        lazy: async () => ({ Component: (await import('./access/kiosk-page.tsx')).KioskPage }),
      },
      {
        path: '/setup',
        lazy: async () => ({ Component: (await import('./setup/setup-page.tsx')).SetupPage }),
      },
    ],
  },
]);
