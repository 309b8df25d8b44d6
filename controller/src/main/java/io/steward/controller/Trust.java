package io.steward.controller;

import io.steward.controller.issue.Admission;
import io.steward.controller.issue.CommandSigner;
import io.steward.controller.issue.NodeLabels;
import io.steward.controller.issue.PolicyFile;
import io.steward.controller.read.StateReader;
import io.steward.model.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The policy and the key that the controller is configured with. */
record Trust(Admission admission, Optional<CommandSigner> signer) {
    private static final Logger LOG = LoggerFactory.getLogger(Trust.class);

    /** @throws IOException if a configured file can't be used; the message says which and why */
    static Trust of(Settings settings, StateReader state, InstantSource clock) throws IOException {
        Optional<String> file = settings.get(ControllerKeys.POLICY_FILE);
        Optional<String> key = settings.get(ControllerKeys.COMMANDS_KEY_FILE);
        Optional<PolicyFile> policy =
                file.isPresent() ? Optional.of(PolicyFile.open(Path.of(file.get()))) : Optional.empty();
        Optional<CommandSigner> signer =
                key.isPresent() ? Optional.of(CommandSigner.read(Path.of(key.get()))) : Optional.empty();
        policy.ifPresent(
                found -> LOG.info("policy: version {} in {}", found.current().version(), file.get()));
        signer.ifPresent(found -> LOG.info("commands that come unsigned are signed as {}", found.name()));
        return new Trust(new Admission(policy, signer, new NodeLabels(state), clock), signer);
    }
}
