import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  type MantineThemeOverride,
} from '@mantine/core';

/** Deep green-blue, the colour of the gate. */
const ink: MantineColorsTuple = [
  '#edf5f5',
  '#d9e9e9',
  '#b3d3d4',
  '#86b9bb',
  '#5e9fa3',
  '#43888d',
  '#2f7176',
  '#225c62',
  '#164c52',
  '#0c373c',
];

/** Light that falls through the doorway: used sparingly, for warmth and for waiting. */
const yellow: MantineColorsTuple = [
  '#fdf6e8',
  '#faeacb',
  '#f5d79b',
  '#f0bf66',
  '#e5a53c',
  '#c88723',
  '#a26a15',
  '#82530e',
  '#68410a',
  '#4a2e07',
];

const green: MantineColorsTuple = [
  '#edf6f0',
  '#d7ebdd',
  '#b0d6bd',
  '#83bd98',
  '#5ca678',
  '#408f60',
  '#2d774d',
  '#21633f',
  '#185133',
  '#0e3a24',
];

const red: MantineColorsTuple = [
  '#fcf0ee',
  '#f7deda',
  '#edbbb4',
  '#e29489',
  '#d67165',
  '#c6574a',
  '#ad4437',
  '#93372c',
  '#7b2c23',
  '#591e18',
];

const gray: MantineColorsTuple = [
  '#faf8f5',
  '#f3f0ea',
  '#e8e4dc',
  '#dbd6cc',
  '#c3bdb1',
  '#978f83',
  '#696359',
  '#524d45',
  '#37332d',
  '#23201c',
];

const dark: MantineColorsTuple = [
  '#ebe7e0',
  '#c2bcb2',
  '#a39d93',
  '#857f76',
  '#423f3a',
  '#32302c',
  '#282623',
  '#1e1d1b',
  '#141413',
  '#0c0c0b',
];

export const theme: MantineThemeOverride = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 8, dark: 6 },
  colors: { ink, yellow, green, red, gray, dark },
  black: '#23201c',
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '9px', lg: '14px', xl: '22px' },
  fontFamily:
    '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, Ubuntu, Cantarell, "Noto Sans", "Liberation Sans", Arial, system-ui, sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace',
  headings: {
    fontWeight: '640',
    textWrap: 'balance',
    sizes: {
      h1: { fontSize: '1.75rem', lineHeight: '1.2' },
      h2: { fontSize: '1.15rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  shadows: {
    sm: '0 1px 2px rgba(35, 32, 28, 0.05), 0 2px 8px rgba(35, 32, 28, 0.04)',
    md: '0 2px 6px rgba(35, 32, 28, 0.05), 0 12px 32px rgba(35, 32, 28, 0.08)',
  },
  components: {
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Button: { defaultProps: { fw: 600 } },
    InputWrapper: { defaultProps: { withAsterisk: false } },
    List: { defaultProps: { lh: 1.45 } },
    // Their header is part of a dialog, not of the page: no second banner for screen readers.
    ModalHeader: { defaultProps: { role: 'none' } },
    DrawerHeader: { defaultProps: { role: 'none' } },
    Modal: {
      defaultProps: {
        radius: 'lg',
        centered: true,
        overlayProps: { blur: 2 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
      styles: { title: { fontWeight: 650, fontSize: '1.15rem' } },
    },
    Drawer: {
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' } },
      styles: { title: { fontWeight: 650, fontSize: '1.15rem' } },
    },
    Alert: { styles: { root: { border: '1px solid color-mix(in srgb, currentColor 14%, transparent)' } } },
    Badge: { defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 600 } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--sp-ground': '#f6f3ee',
    '--sp-line': '#e6e1d8',
    '--sp-glow': '#f0b55a',
    '--sp-hover': '#f8f6f2',
    '--mantine-color-dimmed': '#696359',
    '--mantine-color-placeholder': '#7b7469',
    '--mantine-color-default-border': '#cfc9bd',
    '--mantine-color-default-hover': '#f8f6f2',
    '--mantine-color-success': 'var(--mantine-color-green-7)',
    '--mantine-color-ink-light': 'var(--mantine-color-ink-0)',
    '--mantine-color-ink-light-hover': 'var(--mantine-color-ink-1)',
    '--mantine-color-red-light': 'var(--mantine-color-red-0)',
    '--mantine-color-red-light-hover': 'var(--mantine-color-red-1)',
    '--mantine-color-yellow-light': 'var(--mantine-color-yellow-0)',
    '--mantine-color-yellow-light-hover': 'var(--mantine-color-yellow-1)',
    '--mantine-color-green-light': 'var(--mantine-color-green-0)',
    '--mantine-color-green-light-hover': 'var(--mantine-color-green-1)',
  },
  dark: {
    '--sp-ground': '#141413',
    '--sp-line': '#32302c',
    '--sp-glow': '#e5a53c',
    '--sp-hover': '#252320',
    '--mantine-color-error': 'var(--mantine-color-red-3)',
    '--mantine-color-placeholder': '#938d83',
    '--mantine-color-anchor': 'var(--mantine-color-ink-3)',
    '--mantine-color-success': 'var(--mantine-color-green-3)',
    '--mantine-color-ink-text': 'var(--mantine-color-ink-3)',
    '--mantine-color-red-text': 'var(--mantine-color-red-3)',
    '--mantine-color-red-outline': 'var(--mantine-color-red-3)',
    '--mantine-color-green-text': 'var(--mantine-color-green-3)',
    '--mantine-color-yellow-text': 'var(--mantine-color-yellow-3)',
    '--mantine-color-ink-light': '#1d3335',
    '--mantine-color-ink-light-hover': '#234043',
    '--mantine-color-ink-light-color': 'var(--mantine-color-ink-1)',
    '--mantine-color-red-light': '#3c2420',
    '--mantine-color-red-light-hover': '#4a2b26',
    '--mantine-color-red-light-color': 'var(--mantine-color-red-1)',
    '--mantine-color-yellow-light': '#372c17',
    '--mantine-color-yellow-light-hover': '#43361c',
    '--mantine-color-yellow-light-color': 'var(--mantine-color-yellow-1)',
    '--mantine-color-green-light': '#1d3225',
    '--mantine-color-green-light-hover': '#243e2e',
    '--mantine-color-green-light-color': 'var(--mantine-color-green-1)',
    '--mantine-color-gray-light': '#32302c',
    '--mantine-color-gray-light-hover': '#3b3934',
    '--mantine-color-gray-light-color': 'var(--mantine-color-gray-2)',
  },
});
