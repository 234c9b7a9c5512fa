/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-message.h"

G_BEGIN_DECLS

/* "0.4 s · 35 tokens/s · 120 tokens · $0.0012", or an empty text when nothing is known. */
char *attune_answer_facts_dup_text   (AttuneMessage *message);

/* The same in whole sentences, one a line. */
char *attune_answer_facts_dup_detail (AttuneMessage *message);

/* 0.0042 → "$0.0042" as the locale writes numbers. */
char *attune_answer_facts_dup_cost   (double         dollars);

G_END_DECLS
