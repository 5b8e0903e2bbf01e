import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots, IconDownload, IconUpload } from '@tabler/icons-react';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { saveFile } from '../shared/save-file.ts';

/** Everybody as a table, out and in. */
export function TableMenu({ onImport }: { onImport: () => void }) {
  const take = api.useMutation('post', '/api/people/export');
  const save = () =>
    take.mutate(
      {},
      {
        // The mark tells spreadsheets that it is UTF-8.
        onSuccess: ({ csv }) => saveFile('people.csv', 'text/csv', `\uFEFF${csv}`),
        onError: (error) => notifications.show({ color: 'red', message: problemOf(error).message }),
      },
    );
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label="Table of people" loading={take.isPending}>
          <IconDots size={20} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconUpload size={18} />} onClick={onImport}>
          Import a table (CSV)
        </Menu.Item>
        <Menu.Item leftSection={<IconDownload size={18} />} onClick={save}>
          Export a table (CSV)
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
