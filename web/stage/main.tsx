import '@mantine/core/styles.css';
import '../src/global.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { cssVariables, theme } from '../src/theme.ts';
import { StagePage } from './stage-page.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('stage.html has no #root');

const queries = new QueryClient({ defaultOptions: { queries: { networkMode: 'always', retry: 2 } } });

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <StagePage />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
