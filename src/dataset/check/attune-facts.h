/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ATTUNE_N_BANDS 4

/**
 * AttuneFacts:
 *
 * What is kept of every example: small and without pointers, since there may be millions of them
 * (see #AttuneScratch).
 */
typedef struct
{
  guint64 issues;                 /* bits of AttuneIssueKind */
  guint64 fingerprint[2];         /* equal: teaches the same */
  guint64 question;               /* equal: asks the same, for grouping and leakage; who asks nothing is alone */
  guint64 system;                 /* stands for the system text; 0 without one */
  guint32 sketch[ATTUNE_N_BANDS]; /* equal in one: may be nearly the same; all 0: without text */
  guint8  signature[16];          /* how much the same; see attune_signature_compare() */
  guint32 n_characters;           /* of all turns, and so on: */
  guint32 n_turns;
  guint32 n_tokens;               /* 0 without a counter */
  guint32 n_trained_tokens;
  guint32 languages;              /* bits of AttuneLanguage */
  guint32 roles;                  /* bits of AttuneRole */
} AttuneFacts;

G_END_DECLS
