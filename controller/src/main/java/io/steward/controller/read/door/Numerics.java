package io.steward.controller.read.door;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** PostgreSQL's binary numeric: digits of base 10,000, the place of the first, a sign, decimals. No state. */
final class Numerics {
    private static final BigInteger BASE = BigInteger.valueOf(10_000);
    private static final int NEGATIVE = 0x4000;
    private static final int NOT_A_NUMBER = 0xC000;

    private Numerics() {}

    static byte[] binary(BigDecimal number) {
        int decimals = Math.max(0, number.scale());
        int groups = (decimals + 3) / 4;
        BigInteger rest = number.abs().setScale(groups * 4).unscaledValue();
        List<Integer> digits = new ArrayList<>();
        while (rest.signum() > 0) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            digits.add(parts[1].intValue());
            rest = parts[0];
        }
        Collections.reverse(digits);
        ByteBuffer bytes = ByteBuffer.allocate(8 + 2 * digits.size());
        bytes.putShort((short) digits.size());
        bytes.putShort((short) (digits.isEmpty() ? 0 : digits.size() - groups - 1));
        bytes.putShort((short) (number.signum() < 0 ? NEGATIVE : 0));
        bytes.putShort((short) decimals);
        digits.forEach(digit -> bytes.putShort(digit.shortValue()));
        return bytes.array();
    }

    static BigDecimal number(byte[] binary) throws PgError {
        ByteBuffer bytes = ByteBuffer.wrap(binary);
        if (binary.length < 8 || binary.length != 8 + 2 * bytes.getShort(0)) {
            throw new PgError(PgError.PROTOCOL, "a numeric of " + binary.length + " bytes");
        }
        int count = bytes.getShort();
        int first = bytes.getShort();
        int sign = bytes.getShort() & 0xffff;
        int decimals = bytes.getShort();
        if (sign == NOT_A_NUMBER || decimals < 0) {
            throw new PgError(PgError.UNSUPPORTED, "a numeric that is no number");
        }
        BigInteger whole = BigInteger.ZERO;
        for (int i = 0; i < count; i++) {
            whole = whole.multiply(BASE).add(BigInteger.valueOf(bytes.getShort()));
        }
        BigDecimal number =
                new BigDecimal(whole, 4 * (count - first - 1)).setScale(decimals, java.math.RoundingMode.HALF_UP);
        return sign == NEGATIVE ? number.negate() : number;
    }
}
