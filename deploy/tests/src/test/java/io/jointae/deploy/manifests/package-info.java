/** Tests that check the manifests in {@code deploy/kubernetes} against schemas and rules without starting a process. */
package io.jointae.deploy.manifests;
