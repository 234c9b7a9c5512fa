/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_TEST_NETWORK (attune_test_network_get_type ())

/**
 * AttuneTestNetwork:
 *
 * A network that is there when the test says so, and not before.
 */
G_DECLARE_FINAL_TYPE (AttuneTestNetwork, attune_test_network, ATTUNE, TEST_NETWORK, GObject)

AttuneTestNetwork *attune_test_network_new           (void);
void               attune_test_network_set_available (AttuneTestNetwork *self,
                                                      gboolean           is_available);
void               attune_test_network_lose          (AttuneTestNetwork *self);

G_END_DECLS
