/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AttuneArchiveMember:
 * @name: by which it is asked for, in UTF-8; whoever made the archive chose it, so that it is shown
 *   only as attune_archive_member_dup_title()
 * @size: how many bytes it has unpacked, as the archive says, which nobody has checked; -1 when it
 *   does not say
 *
 * One file inside an archive.
 */
typedef struct
{
  char    *name;
  goffset  size;
} AttuneArchiveMember;

AttuneArchiveMember       *attune_archive_member_new          (const char                 *name,
                                                               goffset                     size);
void                       attune_archive_member_free         (AttuneArchiveMember        *self);
char                      *attune_archive_member_dup_title    (const AttuneArchiveMember  *self);
gboolean                   attune_archive_member_may_be_data  (const char                 *name);
gboolean                   attune_archive_member_is_data      (const char                 *name);
const AttuneArchiveMember *attune_archive_member_choose       (GPtrArray                  *members,
                                                               const char                 *wanted,
                                                               const char                 *display_name,
                                                               GError                    **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneArchiveMember, attune_archive_member_free)

G_END_DECLS
