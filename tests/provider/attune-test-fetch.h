/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-fetch.h"
#include "attune-test-peer.h"

/* A file that a peer has, and where it goes when it is fetched. */
typedef struct
{
  Peer       *peer;
  const char *text;          /* what is in the file */
  char       *dir;
  char       *path;
  char       *part;          /* what is kept of one that can be gone on with, and what is known of it */
  char       *note;
  char       *url;
  char       *sha256;
  guint64     size;
  gboolean    can_resume;
  guint       idle_msec;     /* 0: as long as it is for everybody */
  gint64      done;
  guint       n_freed;
} FetchFixture;

void       fetch_begin        (FetchFixture *f,
                               const char   *path,       /* in a folder of its own */
                               const char   *text,
                               gboolean      can_resume);
void       fetch_end          (FetchFixture *f);
DexFuture *fetch_start        (FetchFixture *f);
void       fetch_assert_there (FetchFixture *f);
void       fetch_assert_works (FetchFixture *f);
void       fetch_assert_fails (FetchFixture *f,
                               AttuneError   code,
                               const char   *words);
