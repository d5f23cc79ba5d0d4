/** The Kubernetes manifests in {@code deploy/kubernetes} against schemas and rules; starts nothing. */
package io.jointae.deploy.manifests;
