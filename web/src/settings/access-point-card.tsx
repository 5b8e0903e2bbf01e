import { ActionIcon, Anchor, Badge, Button, CopyButton, Group, Text, Tooltip } from '@mantine/core';
import {
  IconCheck,
  IconCopy,
  IconDeviceIpad,
  IconExternalLink,
  IconLogin2,
  IconPencil,
} from '@tabler/icons-react';
import { Link } from 'react-router';
import { useMay } from '../api/session.ts';
import type { AccessPoint } from '../api/types.ts';
import classes from './access-point-card.module.css';

interface AccessPointCardProps {
  point: AccessPoint;
  onEdit: (() => void) | null;
  onUnlock: (() => void) | null;
}

export function AccessPointCard({ point, onEdit, onUnlock }: AccessPointCardProps) {
  const seesPeople = useMay('people.read');
  const kiosk = point.kind === 'kiosk';
  const Icon = kiosk ? IconDeviceIpad : IconLogin2;
  const path = kiosk ? `/kiosk/${point.id}` : '/sign-in';
  const address = `${window.location.origin}${path}`;
  return (
    <article className={classes.card} aria-label={point.name}>
      <Icon size={26} stroke={1.5} aria-hidden="true" className={classes.icon} />
      <div className={classes.words}>
        <Group gap={8}>
          <Text fw={600}>{point.name}</Text>
          <Badge color="gray">{kiosk ? 'Kiosk' : 'Sign-in'}</Badge>
          {point.lockedMs !== null ? <Badge color="red">Locked</Badge> : null}
        </Group>
        <Text size="sm" c="dimmed">
          {point.place} · {point.flow.name}
        </Text>
        {kiosk ? (
          <Group gap={4} wrap="nowrap" mt={4}>
            <Anchor href={path} target="_blank" rel="noreferrer" size="sm" className={classes.address ?? ''}>
              {address}
              <IconExternalLink size={14} aria-label="(opens in a new tab)" className={classes.out} />
            </Anchor>
            <CopyButton value={address} timeout={2_000}>
              {({ copied, copy }) => (
                <Tooltip label={copied ? 'Copied' : 'Copy the address'}>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={32}
                    onClick={copy}
                    aria-label={copied ? 'Copied' : `Copy the address of ${point.name}`}
                  >
                    {copied ? <IconCheck size={17} /> : <IconCopy size={17} />}
                  </ActionIcon>
                </Tooltip>
              )}
            </CopyButton>
          </Group>
        ) : null}
      </div>
      {onUnlock && point.lockedMs !== null ? (
        <Button variant="default" size="sm" onClick={onUnlock} aria-label={`End the lock of ${point.name}`}>
          End the lock
        </Button>
      ) : null}
      {seesPeople ? (
        <Button
          component={Link}
          to={`/what-if?access-point=${point.id}`}
          variant="subtle"
          size="sm"
          aria-label={`What if at ${point.name}?`}
        >
          What if?
        </Button>
      ) : null}
      {onEdit ? (
        <Button
          variant="default"
          size="sm"
          leftSection={<IconPencil size={16} />}
          onClick={onEdit}
          aria-label={`Change ${point.name}`}
        >
          Change
        </Button>
      ) : null}
    </article>
  );
}
