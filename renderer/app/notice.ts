import { Toast } from '@base-ui/react/toast';

/** Short messages in the corner; read out politely, errors at once. */
export const notices = Toast.createToastManager();

export const tell = (title: string): void => {
  notices.add({ id: 'told', title, timeout: 1800 });
};

export const complain = (title: string, description?: string): void => {
  notices.add({ title, description, type: 'error', priority: 'high', timeout: 8000 });
};
