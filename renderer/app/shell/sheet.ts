import { create } from 'zustand';

/** Whether the sheet of shortcuts is open. */
export const useSheet = create<{ readonly open: boolean }>(() => ({ open: false }));
export const openSheet = (): void => useSheet.setState({ open: true });

/** Whether the command palette is open. */
export const usePalette = create<{ readonly open: boolean }>(() => ({ open: false }));
export const openPalette = (): void => usePalette.setState({ open: true });
