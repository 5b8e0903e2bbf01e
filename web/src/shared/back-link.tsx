import { Anchor } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from 'react-router';

/** From one of several to the list of them. */
export function BackLink({ to, children }: { to: string; children: string }) {
  return (
    <Anchor
      component={Link}
      to={to}
      size="sm"
      style={{ display: 'inline-flex', alignItems: 'center', alignSelf: 'flex-start', gap: 6 }}
    >
      <IconArrowLeft size={16} aria-hidden="true" />
      {children}
    </Anchor>
  );
}
