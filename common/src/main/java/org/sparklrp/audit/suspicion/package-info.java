/**
 * Which clusters and classes deserve a look, and whether chance gives as much.
 *
 * <p>A cluster is suspicious where its relevance lies together at a place that the rest of its
 * class and the other classes do not look at: the horse's tag in the corner (Lapuschkin et al.
 * 2019). {@link org.sparklrp.audit.suspicion.ClusterFigures} holds the parts of that score, {@link
 * org.sparklrp.audit.suspicion.ShuffledMaps} its null. It is a reason to look and no proof: that is
 * what interventions are for.
 */
@NullMarked
package org.sparklrp.audit.suspicion;

import org.jspecify.annotations.NullMarked;
