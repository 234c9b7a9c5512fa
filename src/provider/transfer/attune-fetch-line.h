/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A connection on which nothing may be heard for some time only. */
typedef struct
{
  GCancellable *cancellable;
  guint         idle_msec;
  guint         silence_id;
  gboolean      is_silent;     /* it ended since nothing was heard */
} AttuneFetchLine;

void          attune_fetch_line_init  (AttuneFetchLine  *self,
                                       guint             idle_msec);
void          attune_fetch_line_renew (AttuneFetchLine  *self);
void          attune_fetch_line_cut   (AttuneFetchLine  *self);
void          attune_fetch_line_clear (AttuneFetchLine  *self);
GInputStream *attune_fetch_line_send  (AttuneFetchLine  *self,
                                       SoupSession      *session,
                                       SoupMessage      *message,
                                       GError          **error);
GBytes       *attune_fetch_line_read  (AttuneFetchLine  *self,
                                       GInputStream     *stream,
                                       GError          **error);

G_END_DECLS
