import { Toast } from '@base-ui/react/toast';

/** Short messages in the corner; read out politely, errors at once. */
export const notices = Toast.createToastManager();

export const tell = (title: string): void => {
  notices.add({ id: 'told', title, timeout: 1800 });
};

/** Says what was done, with a way to take it back for as long as that is to be read. */
export const tellUndoable = (title: string, undo: { readonly text: string; readonly run: () => void }): void => {
  const act = () => {
    notices.close(id);
    undo.run();
  };
  const id = notices.add({ title, timeout: 10_000, actionProps: { children: undo.text, onClick: act } });
};

export const complain = (title: string, description?: string): void => {
  notices.add({ title, description, type: 'error', priority: 'high', timeout: 8000 });
};
