/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The texts of the models in this folder, shown to the translators here because xgettext reads no
 * JSON. Never compiled; tests/workspace/check-models holds it against them. */

N_("Short English texts in a style of your own. It trains fastest and needs the least memory, and it knows the least.")
N_("One task, learned well: sorting texts, filling in forms, rewriting, in many languages. It was made to be fine-tuned.")
N_("English conversations and short answers. It is slower than the smallest one, and more fluent.")
N_("Conversations in Chinese, English and a dozen other languages. It follows instructions well for its size.")
N_("Conversations in Chinese, English and many other languages. It is the most able of these, and can think before it answers.")
