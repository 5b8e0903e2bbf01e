import { Checkbox, Stack } from '@mantine/core';
import type { Role } from '../api/types.ts';
import { ROLES } from '../shared/roles.ts';

interface RoleChoiceProps {
  value: Role[];
  onChange: (roles: Role[]) => void;
  error?: React.ReactNode;
}

/** Each role says what it allows. */
export function RoleChoice({ value, onChange, error }: RoleChoiceProps) {
  return (
    <Checkbox.Group label="Roles" value={value} onChange={(roles) => onChange(roles as Role[])} error={error}>
      <Stack gap={10} mt={8}>
        {(Object.keys(ROLES) as Role[]).reverse().map((role) => (
          <Checkbox key={role} value={role} label={ROLES[role].label} description={ROLES[role].description} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
