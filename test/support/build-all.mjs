// Builds what users get, where a source is newer than the last build.
import { build } from '../../resources/tasks/lib.mjs';

build();
