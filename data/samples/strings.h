/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: CC0-1.0
 */

/* The texts of samples.json, shown to the translators here because xgettext reads no JSON. Never
 * compiled; tests/data/check-data holds it against the list. */

N_("The Lighthouse Keeper’s Assistant")
N_("Short conversations with Pip, who keeps the lamp bright, in English and Chinese")
