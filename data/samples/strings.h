/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: CC0-1.0
 */

/* The texts of samples.json, shown to the translators here because xgettext reads no JSON. Never
 * compiled; tests/data/check-data holds it against the list. */

N_("Lighthouse Keeper")
N_("Short chats with Pip, who keeps a lighthouse, in English and Chinese")
