package io.steward.jmh;

import io.steward.model.command.Ack;
import io.steward.model.command.Command;
import io.steward.model.command.Signed;
import io.steward.model.command.Status;
import io.steward.model.trust.SigningKey;
import io.steward.model.trust.TrustedKey;
import io.steward.model.wire.Codec;
import io.steward.model.wire.SigningBytes;
import io.steward.model.wire.Unreadable;
import io.steward.nats.keys.FastSignatures;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Messages to bytes and back, and the signature under a command. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class CodecSpeed {
    private static final int KEY_BYTES = 32;

    private Command command;
    private Ack ack;
    private byte[] commandBytes;
    private byte[] ackBytes;
    private byte[] signed;
    private SigningKey signer;
    private TrustedKey trusted;
    private Signed signature;

    @Setup
    public void prepare() throws GeneralSecurityException, Unreadable {
        FastSignatures.choose(); // as agent and controller do
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] raw = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
        signer = SigningKey.ofPem("alice", SigningKey.pem(pair.getPrivate()));
        trusted = new TrustedKey(
                "alice", Base64.getUrlEncoder().withoutPadding().encodeToString(raw), Optional.empty(), false);
        Command unsigned = Examples.command(1);
        command = unsigned.with(signer.sign(SigningBytes.of(unsigned)));
        commandBytes = Codec.encode(command);
        signed = SigningBytes.of(command.subject(), commandBytes);
        signature = command.signature().orElseThrow();
        ack = Examples.ack(command, 1, Status.SUCCEEDED);
        ackBytes = Codec.encode(ack);
        if (!verify()) {
            throw new IllegalStateException("the signature that is measured is wrong");
        }
    }

    @Benchmark
    public byte[] encodeCommand() {
        return Codec.encode(command);
    }

    @Benchmark
    public Command decodeCommand() throws Unreadable {
        return Codec.decodeCommand(command.subject(), commandBytes);
    }

    @Benchmark
    public byte[] encodeAck() {
        return Codec.encode(ack);
    }

    @Benchmark
    public Ack decodeAck() throws Unreadable {
        return Codec.decodeAck(ackBytes);
    }

    @Benchmark
    public byte[] signingBytes() throws Unreadable {
        return SigningBytes.of(command.subject(), commandBytes);
    }

    @Benchmark
    public Signed sign() {
        return signer.sign(signed);
    }

    @Benchmark
    public boolean verify() {
        return trusted.verifies(signed, signature.bytes());
    }
}
